/** Lets something happen once, after so many seconds; what it returns calls that off. */
export type Timer = (seconds: number, happen: () => void) => () => void;

export const realTimer: Timer = (seconds, happen) => {
  const timeout = setTimeout(happen, seconds * 1000);
  return () => clearTimeout(timeout);
};
