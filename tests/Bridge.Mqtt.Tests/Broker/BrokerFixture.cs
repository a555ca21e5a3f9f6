using System.IO.Pipelines;
using System.Net;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>A broker on a clock that the test moves, and clients on pipes in memory.</summary>
internal sealed class BrokerFixture : IAsyncDisposable
{
    private readonly List<TestClient> _clients = [];

    public BrokerFixture(
        BrokerLimits? limits = null,
        IMqttPublishGate? gate = null,
        ISessionStore? sessions = null,
        IRetainedStore? retained = null,
        TestClock? clock = null,
        IMqttEnhancedAuthenticator? enhanced = null,
        IMqttPublishInterceptor? interceptor = null)
    {
        Clock = clock ?? new TestClock();
        Broker = new MqttBroker(
            new MqttBrokerOptions { Limits = limits ?? new BrokerLimits(), SystemTopicInterval = TimeSpan.Zero },
            new MqttBrokerServices
            {
                Authenticator = Authenticator,
                EnhancedAuthenticator = enhanced,
                Authorizer = Authorizer,
                Observer = Observer,
                Gate = gate,
                Interceptor = interceptor,
                Sessions = sessions,
                RetainedMessages = retained,
                Time = Clock,
            });
    }

    public TestClock Clock { get; }

    public TestAuthenticator Authenticator { get; } = new();

    public TestAuthorizer Authorizer { get; } = new();

    public TestObserver Observer { get; } = new();

    public MqttBroker Broker { get; }

    /// <summary>A connection on which nothing was sent yet.</summary>
    public TestClient Open(MqttProtocolVersion version = MqttProtocolVersion.V5, IPAddress? from = null, PipeOptions? toClient = null, Func<Task>? linger = null)
    {
        var pipes = new DuplexPipePair(toClient);
        var transport = new MqttTransport { Remote = from is null ? null : new IPEndPoint(from, 1), Linger = linger };
        var served = Broker.ServeAsync(pipes.Server, transport);
        var client = new TestClient(pipes.Client, version, served);
        _clients.Add(client);
        return client;
    }

    public async Task<TestClient> ConnectAsync(ConnectPacket packet)
    {
        var client = Open(packet.Version);
        await client.SendAsync(packet);
        client.ConnAck = await client.ReceiveAsync<ConnAckPacket>();
        return client;
    }

    /// <summary>Connected with a clean start.</summary>
    public Task<TestClient> ConnectAsync(string clientId, MqttProtocolVersion version = MqttProtocolVersion.V5) =>
        ConnectAsync(new ConnectPacket { ClientId = clientId, Version = version });

    /// <summary>
    /// Until the client's last answer is flushed, on the broker's side too: it is read before the thread that flushed it has noted that the way is free again.
    /// </summary>
    public Task WhenReadyAsync(string clientId) => Until.TrueAsync(
        $"{clientId} can be written to", () => Broker.Runtime.Sessions.All.Single(session => session.ClientId == clientId).Outbox.IsReady);

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        foreach (var client in _clients)
        {
            await client.Served.WaitAsync(TestClient.Patience);
        }
    }
}
