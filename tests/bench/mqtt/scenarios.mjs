// What is measured: arguments for the load generator, and the columns that its answer fills.
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
  'relay-tcp': { transport: 'tcp', args: { mode: 'relay' }, columns: rate('1:1 QoS 0, TCP') },
  'relay-ws': { transport: 'ws', args: { mode: 'relay' }, columns: rate('1:1 QoS 0, WS') },
  'relay-ws-idle': { transport: 'ws', args: { mode: 'relay', idle: 5000 }, columns: rate('1:1 QoS 0, WS, 5,000 idle others') },
  'relay-ws-qos1': { transport: 'ws', args: { mode: 'relay', qos: 1, window: 50 }, columns: rate('1:1 QoS 1, WS') },
  'fanout-ws': { transport: 'ws', args: { mode: 'fanout', subscribers: 50 }, columns: rate('fan-out 1:50, WS, out') },
  'paced-ws': { transport: 'ws', args: { mode: 'paced', pairs: 200, hz: 60 }, columns: latency('200 × 60 Hz, WS') },
  'paced-ws-stuck': { transport: 'ws', args: { mode: 'paced', pairs: 200, hz: 60, stuck: 1 }, columns: [
    ...latency('the same with a subscriber of all that never reads'), { title: 'MiB', value: (r) => r.residentKiB / 1024 }] },
  'idle-ws': { transport: 'ws', args: { mode: 'idle', idle: 5000, seconds: 20 }, columns: [{ title: 'KiB per idle WS', value: (r) => r.perConnectionKiB }] },
};
