import { HttpError } from '../../http/problem.ts';
import type { Captcha } from '../captcha.ts';
import { left, type Step } from '../call.ts';
import { visitorHeader } from './identify.ts';

export const captchaHeader = 'Fae-Captcha';

const required = ({ challenge }: Captcha): HttpError =>
  new HttpError(403, 'captcha_required', 'Please show that you are a person.', {
    extra: { captcha: challenge },
  });

/**
 * Asks for a captcha before what costs, where the owner wants that. Whoever has passed one counts as a
 * person for 15 minutes: a claim in the visitor token that goes out with this answer.
 *
 * @throws {HttpError} 403 `captcha_required` with the provider and the site key; 503 `unavailable`
 * when the provider does not answer: nothing is spent on a guess
 */
export const captcha: Step = async (call) => {
  const { operation, settings, request, origin = '', notes } = call;
  const budget = operation.cost?.budget;
  if (operation.audience === 'operator' || !budget) return;
  const wanted = settings.captcha;
  if (!wanted?.budgets.has(budget)) return;
  const visitor = left(call.visitor, 'visitor');
  if (visitor.humanUntil > settings.now()) return;
  const token = request.headers.get(captchaHeader);
  if (!token) throw required(wanted);
  if (!(await wanted.verify(token, origin))) throw required(wanted);
  notes.set(visitorHeader, await settings.visitorTokens.passed(visitor, origin));
};
