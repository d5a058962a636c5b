import type { CameraPosition } from '../model-viewer.events.ts';

/** Angles in radians; `zoom` is 1 at the distance where the camera starts, and grows as it nears. */
export type Aim = Omit<CameraPosition, 'radius'>;

export interface Limits {
  readonly phi: readonly [least: number, most: number];
  readonly zoom: readonly [least: number, most: number];
}

interface ControlsOptions {
  readonly start: Aim;
  readonly limits: Limits;
  /** Something is to be drawn. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

export interface Controls {
  readonly aim: Aim;
  /** Whether a finger or a button is down. */
  readonly held: boolean;
  /** When the visitor last did something, in milliseconds of `performance.now()`. */
  readonly touchedAt: number;
  /** Moves towards where the visitor wants it; gives whether it still moves. */
  step(seconds: number, still: boolean): boolean;
  turn(radians: number): void;
  /** Goes there, now and whenever the visitor starts over. */
  startFrom(aim: Aim): void;
  reset(): void;
}

/** Seconds in which the way that is left shrinks to about a third. */
const damping = 0.07;
const arrived = 0.0005;
const keyTurn = Math.PI / 12;
const keyZoom = 1.2;

const clamp = (value: number, [least, most]: readonly [number, number]): number =>
  Math.min(most, Math.max(least, value));

type Move = (aim: Aim) => Partial<Aim>;

const turnBy =
  (theta: number, phi: number): Move =>
  (aim) => ({ theta: aim.theta + theta, phi: aim.phi + phi });
const zoomBy =
  (factor: number): Move =>
  (aim) => ({ zoom: aim.zoom * factor });

/** Left and right turn the model the way that dragging it there would. */
const keys: ReadonlyMap<string, Move> = new Map([
  ['ArrowLeft', turnBy(keyTurn, 0)],
  ['ArrowRight', turnBy(-keyTurn, 0)],
  ['ArrowUp', turnBy(0, keyTurn)],
  ['ArrowDown', turnBy(0, -keyTurn)],
  ['+', zoomBy(keyZoom)],
  ['=', zoomBy(keyZoom)],
  ['PageUp', zoomBy(keyZoom)],
  ['-', zoomBy(1 / keyZoom)],
  ['_', zoomBy(1 / keyZoom)],
  ['PageDown', zoomBy(1 / keyZoom)],
]);

const isReset = (key: string): boolean => key === 'Home' || key === '0';

/**
 * Orbit by mouse, touch, pen, wheel and keyboard, friendly to the page around it: a vertical swipe
 * scrolls the page (the stage has `touch-action: pan-y`), and so does a wheel without Ctrl or ⌘.
 */
export const createControls = (stage: HTMLElement, options: ControlsOptions): Controls => {
  const { limits, onChange, signal } = options;
  const fit = (aim: Aim): Aim => ({
    theta: aim.theta,
    phi: clamp(aim.phi, limits.phi),
    zoom: clamp(aim.zoom, limits.zoom),
  });
  /** The same direction, without the full turns that lie between it and where the camera is. */
  const nearest = (to: Aim): Aim => {
    const turns = Math.round((aim.theta - to.theta) / (2 * Math.PI));
    return fit({ ...to, theta: to.theta + turns * 2 * Math.PI });
  };
  let start = fit(options.start);
  let goal = start;
  let aim = start;
  let touchedAt = -Infinity;
  const pointers = new Map<number, { x: number; y: number }>();

  const want = (move: Move): void => {
    goal = fit({ ...goal, ...move(goal) });
    touchedAt = performance.now();
    onChange();
  };

  const spread = (): number => {
    const [a, b] = [...pointers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };

  const reset = (): void => want(() => nearest(start));

  const on = <K extends keyof HTMLElementEventMap>(
    types: readonly K[],
    listener: (event: HTMLElementEventMap[K]) => void,
  ): void => {
    for (const type of types) stage.addEventListener(type, listener, { signal, passive: false });
  };

  on(['pointerdown'], (event) => {
    if (event.button !== 0 || pointers.size > 1) return;
    // A synthetic pointer, of a test or of assistive software, cannot be captured.
    if (event.isTrusted) stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    touchedAt = performance.now();
  });
  on(['pointermove'], (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const distance = spread();
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 2) {
      if (distance) want(zoomBy(spread() / distance));
      return;
    }
    // A drag across the stage's height is half a turn, however large the stage.
    const scale = Math.PI / Math.max(1, stage.clientHeight);
    want(turnBy((before.x - event.clientX) * scale, (before.y - event.clientY) * scale));
  });
  on(['pointerup', 'pointercancel', 'lostpointercapture'], (event) => {
    if (!pointers.delete(event.pointerId)) return;
    touchedAt = performance.now();
    onChange();
  });
  on(['wheel'], (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 16;
    want(zoomBy(Math.exp(-clamp(event.deltaY * pixels, [-60, 60]) * 0.005)));
  });
  on(['keydown'], (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = keys.get(event.key);
    if (!move && !isReset(event.key)) return;
    event.preventDefault();
    if (move) want(move);
    else reset();
  });

  return {
    get aim() {
      return aim;
    },
    get held() {
      return pointers.size > 0;
    },
    get touchedAt() {
      return touchedAt;
    },
    step(seconds, still) {
      const share = still ? 1 : 1 - Math.exp(-seconds / damping);
      const left = {
        theta: goal.theta - aim.theta,
        phi: goal.phi - aim.phi,
        zoom: goal.zoom - aim.zoom,
      };
      const moves = Math.max(...Object.values(left).map(Math.abs)) * (1 - share) > arrived;
      aim = moves
        ? {
            theta: aim.theta + left.theta * share,
            phi: aim.phi + left.phi * share,
            zoom: aim.zoom + left.zoom * share,
          }
        : goal;
      return moves;
    },
    turn(radians) {
      goal = { ...goal, theta: goal.theta + radians };
      aim = { ...aim, theta: aim.theta + radians };
    },
    startFrom(to) {
      start = fit(to);
      goal = nearest(start);
      onChange();
    },
    reset,
  };
};
