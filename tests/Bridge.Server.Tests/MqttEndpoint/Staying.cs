using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>Clients that stay among others that don't: one of each transport sends numbered messages to all, and one hears everything that the others say.</summary>
internal sealed class Staying(EndpointHost host) : IAsyncDisposable
{
    private readonly List<MqttClient> _clients = [];
    private readonly ConcurrentDictionary<(int Receiver, string Topic), ConcurrentQueue<int>> _received = new();
    private int _sent;
    private int _broken;

    public async Task StartAsync()
    {
        Uri[] addresses = [new($"mqtt://127.0.0.1:{host.Mqtt}"), new($"ws://127.0.0.1:{host.Http}/_bridge/mqtt"), new($"wss://127.0.0.1:{host.Https}/_bridge/mqtt")];
        foreach (var (address, i) in addresses.Select((address, i) => (address, i)))
        {
            foreach (var version in new[] { MqttProtocolVersion.V5, MqttProtocolVersion.V311 })
            {
                var receiver = _clients.Count;
                var client = await MqttClient.ConnectAsync(address, new()
                {
                    ClientId = $"stays-{i}-{version}",
                    Version = version,
                    Reconnect = false,
                    ConnectTimeout = TimeSpan.FromMinutes(1),
                    ReceiveMaximum = 500,
                    QueueCapacity = 10_000,
                    Tls = new() { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, certificate, _, _) => host.IsOwn(certificate) },
                });
                _clients.Add(client);
                await client.SubscribeAsync(new SubscriptionRequest("live/#", MqttQoS.ExactlyOnce), message => Take(receiver, message));
                await client.SubscribeAsync(new SubscriptionRequest("s/#"), Look);
            }
        }
    }

    public async Task PublishAsync(int count)
    {
        var first = _sent;
        _sent += count;
        await Task.WhenAll(_clients.Select((client, i) => Task.Run(async () =>
        {
            for (var number = first; number < first + count; number++)
            {
                var qos = (MqttQoS)(1 + (number % 2));
                await client.PublishAsync($"live/{i}/{qos}", Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), qos);
            }
        })));
    }

    public async Task CheckAsync()
    {
        foreach (var receiver in Enumerable.Range(0, _clients.Count))
        {
            foreach (var sender in Enumerable.Range(0, _clients.Count))
            {
                foreach (var qos in new[] { MqttQoS.AtLeastOnce, MqttQoS.ExactlyOnce })
                {
                    var expected = Enumerable.Range(0, _sent).Where(number => (MqttQoS)(1 + (number % 2)) == qos).ToList();
                    var received = _received.GetOrAdd((receiver, $"live/{sender}/{qos}"), _ => new());
                    await Until.TrueAsync($"{receiver} has all of {sender}", () => received.Count >= expected.Count);
                    Assert.Equal(expected, received);
                }
            }
        }

        Assert.Equal(0, Volatile.Read(ref _broken));
        Assert.All(_clients, client => Assert.True(client.IsConnected));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    private ValueTask Take(int receiver, PublishPacket message)
    {
        _received.GetOrAdd((receiver, message.Topic), _ => new()).Enqueue(int.Parse(message.Payload.Span, CultureInfo.InvariantCulture));
        return default;
    }

    private ValueTask Look(PublishPacket message)
    {
        if (!RandomClient.IsWhole(message.Payload.Span))
        {
            Interlocked.Increment(ref _broken);
        }

        return default;
    }
}
