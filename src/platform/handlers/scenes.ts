import type { Handlers } from './handler.ts';
import { openRecordHandlers } from './open-records.ts';
import type { Services } from './services.ts';

const limit = 1024 * 1024;

export const sceneHandlers = (services: Services): Handlers['scenes'] =>
  openRecordHandlers(services, 'scenes', { what: 'scene', limit });
