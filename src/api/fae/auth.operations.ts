// Source: ours. The FAE API has accounts, but does not document how one logs in.

export const register = {
  method: 'POST',
  path: '/auth/register',
  auth: 'none',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  status: 201,
  extension: true,
} as const;

export const login = {
  method: 'POST',
  path: '/auth/login',
  auth: 'none',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  extension: true,
} as const;

export const logout = {
  method: 'POST',
  path: '/auth/logout',
  auth: 'account',
  audience: 'operator',
  answer: 'json',
  extension: true,
} as const;

export const resetPassword = {
  method: 'POST',
  path: '/auth/password',
  auth: 'none',
  audience: 'operator',
  body: 'json',
  answer: 'json',
  extension: true,
} as const;
