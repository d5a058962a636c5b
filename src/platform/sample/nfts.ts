import { herbarium } from './nfts-herbarium.ts';
import { orreries } from './nfts-orrery.ts';
import { smallHours } from './nfts-small-hours.ts';
import type { SampleRecord } from './sample-record.ts';

export const nfts: readonly SampleRecord[] = [...herbarium, ...smallHours, ...orreries];
