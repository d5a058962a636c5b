import type { Conversations } from '../agents/conversation/conversation.ts';
import type { Passwords } from '../accounts/passwords.ts';
import type { RegistrationRules } from '../accounts/registration.ts';
import type { SessionCookie } from '../accounts/session-cookie.ts';
import type { Attestation } from '../agents/attestation.ts';
import type { Apps } from '../apps/apps.ts';
import type { Replies } from '../engines/replies.ts';
import type { Speech } from '../engines/speech.ts';
import type { Billing } from '../billing/billing.ts';
import type { Blobs } from '../files/blobs.ts';
import type { Files } from '../files/files.ts';
import type { UploadLimits } from '../files/upload-limits.ts';
import type { Jobs } from '../jobs/job.ts';
import type { Outbound } from '../outbound.ts';
import type { Payments } from '../payments/payments.ts';
import type { Prices } from '../prices/prices.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';

/** What handlers work with. */
export interface Services {
  readonly settings: Settings;
  readonly store: Store;
  readonly files: Files;
  readonly blobs: Blobs;
  /** Where uploads wait until they are kept, and how large they may be. */
  readonly uploads: { readonly folder: string; readonly limits: UploadLimits };
  readonly apps: Apps;
  readonly outbound: Outbound;
  readonly jobs: Jobs;
  readonly cookie: SessionCookie;
  readonly passwords: Passwords;
  readonly registration: RegistrationRules;
  /** Keeps a new key of the sample workspace where the next start looks for it. */
  readonly keepSampleKey: (key: string) => Promise<void>;
  /** Absent where the engine is not configured. */
  readonly payments: Payments | undefined;
  /** Where projects pay for seats. */
  readonly billing: Billing;
  /** States what agents are made of. */
  readonly attestation: Attestation;
  readonly replies: Replies | undefined;
  readonly conversations: Conversations;
  readonly prices: Prices | undefined;
  readonly speech: Speech | undefined;
  /** Runs work that no answer waits for; it is waited for at the end. */
  readonly background: (work: Promise<void>) => void;
  /** Milliseconds that a character may take to answer. */
  readonly replyDeadline: number;
}
