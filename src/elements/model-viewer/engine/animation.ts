import { AnimationMixer } from 'three';
import type { Model } from './loader.ts';
import type { Pose } from './shadow.ts';

export interface Animation {
  advance(seconds: number): void;
  /** Some moments of the animation, evenly spread; the last one is its first. */
  readonly poses: readonly Pose[];
}

const posesTaken = 8;

/** The model's first animation, in a loop; `undefined` for a model that has none. */
export const createAnimation = ({ scene, animations }: Model): Animation | undefined => {
  const clip = animations[0];
  if (!clip) return undefined;
  const mixer = new AnimationMixer(scene);
  mixer.clipAction(clip).play();
  return {
    advance: (seconds) => mixer.update(seconds),
    poses: Array.from({ length: posesTaken }, (_, pose) => () => {
      mixer.setTime((1 - (pose + 1) / posesTaken) * clip.duration);
    }),
  };
};
