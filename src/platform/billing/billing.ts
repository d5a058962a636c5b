import type { Store } from '../store/store.ts';

/** What a project may subscribe to. */
export interface Plan {
  /** The product that it is. */
  readonly id: string;
  readonly price: string;
  readonly name: string;
  readonly description: string | null;
  /** Of one seat a month, in the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  /** Milliseconds since 1970, like all times here. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Seats that a project pays for month by month. */
export interface Subscription {
  readonly id: string;
  readonly project: string;
  /** One of the API's eight, or whatever else a provider says. */
  readonly status: string;
  readonly product: string;
  readonly price: string;
  /** The line of the subscription in which the seats are. */
  readonly item: string;
  /** Seats. */
  readonly quantity: number;
  /** Of one seat and period; `undefined` where a provider has no such amount. */
  readonly unitAmount: number | undefined;
  readonly currency: string;
  /** Also the day of the month and the time of day at which periods begin. */
  readonly startedAt: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  /** When it ends, once it has been cancelled; when it ended, once it has. */
  readonly endsAt: number | undefined;
  readonly trialEndsAt: number | undefined;
  readonly schedule: string | undefined;
}

export interface PaymentMethod {
  readonly id: string;
  readonly brand: string;
  readonly country: string | undefined;
  readonly expiryMonth: number | undefined;
  readonly expiryYear: number | undefined;
  readonly last4: string | undefined;
}

/** A part of a list, and what to ask for to get those next to it. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly next: string | undefined;
  readonly previous: string | undefined;
}

export interface PageWish {
  readonly size: number;
  readonly cursor: string | undefined;
}

export interface NewSubscription {
  readonly project: string;
  readonly product: string;
  readonly quantity: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** What the caller calls this request: the same one makes no second subscription. */
  readonly request?: { readonly key: string; readonly hash: string } | undefined;
}

export interface QuantityChange {
  readonly project: string;
  readonly id: string;
  /** How many seats more, or fewer. */
  readonly by: number;
  /** From when on it is paid for, as a preview has said; now, unless given. */
  readonly from: number | undefined;
}

/** What a change of the quantity would cost. */
export interface QuantityPreview {
  readonly quantity: number;
  /** What is charged at once; negative where something is credited. */
  readonly dueNow: number;
  /** What each period costs from the next one on; 0 where none follows. */
  readonly nextAmount: number;
  readonly currency: string;
  /** When that is charged first. */
  readonly nextAt: number | undefined;
  /** To be given back with the change, so that it costs just this. */
  readonly from: number;
}

/**
 * Where projects pay for their agents' seats. All of it throws an `HttpError`: 404 for what is not this
 * project's, 409 for what its state does not allow, 402 where a payment fails, 503 where the provider
 * cannot be reached.
 */
export interface Billing {
  readonly plans: () => Promise<readonly Plan[]>;
  /** The oldest first, those that have ended included. */
  readonly subscriptions: (project: string) => Promise<readonly Subscription[]>;
  readonly subscription: (project: string, id: string) => Promise<Subscription>;
  /** @throws {HttpError} 400 without a payment method */
  readonly create: (wish: NewSubscription) => Promise<Subscription>;
  readonly previewQuantity: (change: QuantityChange) => Promise<QuantityPreview>;
  /** Charges or credits at once what the rest of the period makes of it. */
  readonly updateQuantity: (change: QuantityChange) => Promise<Subscription>;
  /** Ends it with its period; one that is about to end stays as it is. */
  readonly cancel: (project: string, id: string) => Promise<Subscription>;
  readonly resume: (project: string, id: string) => Promise<Subscription>;
  readonly paymentMethods: (project: string, wish: PageWish) => Promise<Page<PaymentMethod>>;
  /** Opens a page where payment methods are looked after; gives its address. */
  readonly manage: (project: string) => Promise<string>;
  /**
   * How many agents more the project may publish.
   *
   * @param store of the transaction that publishes, so that nobody else takes the same seat
   * @returns `undefined` where seats are not enforced
   */
  readonly freeSeats: (store: Store, project: string) => Promise<number | undefined>;
}
