// What is measured: arguments for the load generator, and the columns that its answer fills. A stage's scenarios share one start of each broker.
const rate = (name) => [
  { title: `${name}, /s`, value: (r) => r.perSecond },
  { title: 'CPU s per 1M', value: (r) => r.cpuPerMillion },
];
// No message in all the time measured has no latency: the broker stood still.
const latency = (name) => [
  { title: `${name}: p50 / p99 / p99.9 µs`, value: (r) => (r.perSecond ? [r.p50, r.p99, r.p999] : null) },
  { title: 'CPU', value: (r) => r.brokerCpu },
];

export const scenarios = {
  'relay-tcp': { stage: 'messages', transport: 'tcp', args: { mode: 'relay' }, columns: rate('1:1 QoS 0, TCP') },
  'relay-ws': { stage: 'messages', transport: 'ws', args: { mode: 'relay' }, columns: rate('1:1 QoS 0, WS') },
  'fanout-ws': { stage: 'messages', transport: 'ws', args: { mode: 'fanout', subscribers: 50 }, columns: rate('fan-out 1:50, WS, out') },
  'paced-ws': { stage: 'messages', transport: 'ws', args: { mode: 'paced', pairs: 200, hz: 60 }, columns: latency('200 × 60 Hz, WS') },
  'relay-ws-qos1': { stage: 'messages', transport: 'ws', args: { mode: 'relay', qos: 1, window: 50 }, columns: rate('1:1 QoS 1, WS') },
  'paced-ws-stuck': { stage: 'messages', transport: 'ws', args: { mode: 'paced', pairs: 200, hz: 60, stuck: 1 }, columns: [
    ...latency('200 × 60 Hz beside a subscriber of all that never reads'), { title: 'memory grew, MiB', value: (r) => r.grewKiB / 1024 }] },
  // The same question with less noise: eight pairs of short runs on one start of the broker, without and with the stuck one; the median second of each.
  'stuck-ratio': { stage: 'stuck', once: true, asked: true, transport: 'ws', args: { mode: 'stuck', pairs: 200, hz: 60, rounds: 8 }, columns: [
    { title: '200 × 60 Hz in turns without and with a subscriber that never reads: p99 / p99 µs', value: (r) => [r.p99, r.p99Stuck] },
    { title: 'ratio of the p99', value: (r) => r.p99Ratio }, { title: 'CPU / CPU', value: (r) => [r.brokerCpu, r.brokerCpuStuck] }] },
  // The same loads on Kestrel's pipes, which connections behind TLS go through.
  'paced-ws-pipes': { stage: 'pipes', only: ['devicebridge'], asked: true, transport: 'ws', args: { mode: 'paced', pairs: 200, hz: 60, pieces: true }, columns: latency("200 × 60 Hz, WS on Kestrel's pipes") },
  'relay-ws-pipes': { stage: 'pipes', only: ['devicebridge'], asked: true, transport: 'ws', args: { mode: 'relay', pieces: true }, columns: rate("1:1 QoS 0, WS on Kestrel's pipes") },
  'relay-ws-idle': { stage: 'crowd', transport: 'ws', args: { mode: 'relay', idle: 5000 }, columns: [
    ...rate('1:1 QoS 0, WS, beside 5,000 idle others'), { title: 'KiB per idle WS', value: (r) => r.perConnectionKiB }] },
  'relay-ws-2': { stage: 'two cores', cores: '0,1', transport: 'ws', args: { mode: 'relay' }, columns: rate('1:1 QoS 0, WS, on both cores') },
  'relay-ws-qos1-2': { stage: 'two cores', cores: '0,1', transport: 'ws', args: { mode: 'relay', qos: 1, window: 50 }, columns: rate('1:1 QoS 1, WS, on both cores') },
  // A broker that counts its own allocations says so under $SYS every ten seconds; two of them are wanted.
  allocation: { stage: 'allocation', only: ['devicebridge'], once: true, transport: 'ws', args: { mode: 'allocation', seconds: 25 }, columns: [
    { title: 'bytes allocated per QoS 0 message', value: (r) => r.bytesPerMessage }] },
};

/** The stages of the scenarios that were asked for: [[key, scenario], …] each. */
export function stagesOf(chosen) {
  const stages = {};
  for (const entry of Object.entries(chosen)) (stages[entry[1].stage] ??= []).push(entry);
  return Object.values(stages);
}
