import type { PathItem } from '../described-api.ts';
import { extension } from '../operation.ts';

/** Nobody's data are asked for, so it is no operation: no client has it, and a proxy has its own. */
export const health: PathItem = {
  get: {
    operationId: 'health',
    summary: 'Health',
    description: 'Answers once the database has. Needs no key, for load balancers and watchdogs.',
    tags: ['Status'],
    security: [],
    responses: {
      '200': {
        description: 'The platform works',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['status'],
              properties: { status: { const: 'ok' } },
            },
            example: { status: 'ok' },
          },
        },
      },
      '405': { $ref: '#/components/responses/405' },
      '503': { $ref: '#/components/responses/503' },
    },
    ...extension,
  },
};

/** What only Stripe calls is no operation: no client has it, and no proxy passes it on. */
export const webhook: PathItem = {
  post: {
    operationId: 'stripe.webhook',
    summary: 'Receive events from Stripe',
    description: 'The signature is checked on the body as it came. An order is recorded once.',
    tags: ['Shop'],
    security: [],
    parameters: [
      {
        name: 'Stripe-Signature',
        in: 'header',
        required: true,
        schema: { type: 'string' },
        example: 't=1772357400,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd',
      },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object' },
          example: {
            id: 'evt_1A2b3C4d',
            type: 'checkout.session.completed',
            data: { object: { id: 'cs_test_a1B2c3D4', object: 'checkout.session' } },
          },
        },
      },
    },
    responses: {
      '200': { description: 'Recorded, now or before' },
      '400': { $ref: '#/components/responses/400' },
      '503': { $ref: '#/components/responses/503' },
    },
    ...extension,
  },
};
