const two = (value: number): string => String(value).padStart(2, '0');

/** Seconds as a clock shows them: `0:05`, `12:34`, `1:02:03`. */
export const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = two(whole % 60);
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
};
