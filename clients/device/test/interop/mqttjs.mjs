// mqtt.js as a console: waits for a device's retained state, evaluates on it, prints the reply. Usage: node mqttjs.mjs URL TOKEN DEVICE
import mqtt from "mqtt";

const [url, token, device] = process.argv.slice(2);
const topic = (what) => `bridge/v1/main/${device}/${what}`;
const client = await mqtt.connectAsync(url, { protocolVersion: 5, username: "admin", password: token, connectTimeout: 10_000 });

let asked = false; // once: a state may come again, also while the client ends
client.on("message", (name, payload, packet) => {
  if (name === topic("state")) {
    if (asked) return;
    asked = true;
    const command = { id: "from mqtt.js", code: "document.title" };
    const properties = { correlationData: Buffer.from("c1"), responseTopic: topic("up/reply") };
    client.publish(topic("down/eval"), JSON.stringify(command), { qos: 1, properties });
  } else if (packet.properties?.correlationData?.toString() === "c1") {
    console.log(payload.toString());
    client.end();
  }
});
await client.subscribeAsync([topic("state"), topic("up/reply")], { qos: 1 });
