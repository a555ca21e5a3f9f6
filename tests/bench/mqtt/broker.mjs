// One broker's process: started on its cores, ready when it listens on both ports.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)).once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

/** {pid, ports: {tcp, ws}, stop()} */
export async function start(peer, cores) {
  const { command, ports, ready } = await peer.start();
  // taskset becomes the broker, so the child's process id is the broker's.
  const child = spawn('taskset', ['-c', cores, ...command], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => { child.kill('SIGKILL'); await ended; };
  try {
    const lines = createInterface({ input: child.stdout });
    const first = ready && (await Promise.race([new Promise((resolve) => lines.once('line', resolve)), ended.then(() => null)]));
    if (ready && !first) throw new Error(`${command.join(' ')} ended before it was ready`);
    const listening = ports ?? ready(first);
    for (const until = Date.now() + 30_000; !((await accepts(listening.tcp)) && (await accepts(listening.ws)));) {
      if (Date.now() > until || child.exitCode !== null) throw new Error(`${command[0]} does not listen`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { pid: child.pid, ports: listening, stop, isGone: () => child.exitCode !== null || child.signalCode !== null };
  } catch (error) {
    await stop();
    throw error;
  }
}
