using System.Text;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Samples;

internal static class Thermometer
{
    public static async Task<string> RunAsync(Uri server)
    {
        var options = new MqttClientOptions { ClientId = "thermometer", UserName = "guest", SessionExpiryInterval = 300 };
        await using var client = await MqttClient.ConnectAsync(server, options);

        var heard = new TaskCompletionSource<string>();
        await using var subscription = await client.SubscribeAsync("house/+/temperature", message =>
        {
            heard.TrySetResult($"{message.Topic}: {Encoding.UTF8.GetString(message.Payload.Span)}");
            return ValueTask.CompletedTask;
        });

        await client.PublishAsync("house/kitchen/temperature", "21.5"u8.ToArray(), MqttQoS.AtLeastOnce, retain: true);
        return await heard.Task;
    }
}
