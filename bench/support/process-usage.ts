import { readdirSync, readFileSync } from 'node:fs';

/** `getconf CLK_TCK`, which is 100 on every Linux that Node.js runs on. */
const ticksPerSecond = 100;

/**
 * Milliseconds of CPU time, in user mode and in the kernel, out of the text of `/proc/PID/stat`: of
 * the process itself, and of those of its children that have ended.
 */
export const cpuOf = (stat: string): { readonly own: number; readonly children: number } => {
  // The second field is the command's name, which may contain anything but ends with the last ")".
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Fields 14 to 17 of proc_pid_stat(5), the third being the first here.
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  const toMs = (ticks: number) => (ticks * 1000) / ticksPerSecond;
  return { own: toMs(user + system), children: toMs(childUser + childSystem) };
};

/** Resident memory in MB, out of the text of `/proc/PID/status`. */
export const residentOf = (status: string): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;

/**
 * Of it, in MB, what belongs to the process alone, and what it maps from files, which processes of one
 * program have in common.
 */
export const residentPartsOf = (
  status: string,
): { readonly own: number; readonly files: number } => ({
  own: Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024,
  files: Number(/^RssFile:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024,
});

/** Milliseconds during which processors worked, out of the text of `/proc/stat`. */
export const busyOf = (stat: string): number => {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (
    /^cpu +(.*)$/m.exec(stat)?.[1] ?? ''
  )
    .split(' ')
    .map(Number);
  return ((user + nice + system + irq + softirq) * 1000) / ticksPerSecond;
};

const read = (path: string): string => readFileSync(path, 'utf8');

export const cpuTime = (pid: number): number => cpuOf(read(`/proc/${pid}/stat`)).own;
export const endedChildrenCpuTime = (pid: number): number =>
  cpuOf(read(`/proc/${pid}/stat`)).children;
export const residentMemory = (pid: number): number => residentOf(read(`/proc/${pid}/status`));
export const residentParts = (pid: number): ReturnType<typeof residentPartsOf> =>
  residentPartsOf(read(`/proc/${pid}/status`));
export const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

const parentOf = (pid: number): number => {
  try {
    const stat = read(`/proc/${pid}/stat`);
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
};

/** The process ids of those that a process has started and that are still there. */
export const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((it) => it > 0 && parentOf(it) === pid);

/** CPU time of all processes of the machine together. */
export const machineCpuTime = (): number => busyOf(read('/proc/stat'));
