using Bridge.Mqtt.Packets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Mqtt.Broker;

/// <summary>What the parts of one broker share. Made once; nothing here changes afterwards but inside the parts.</summary>
internal sealed class BrokerRuntime : IDisposable
{
    public BrokerRuntime(MqttBrokerOptions options, MqttBrokerServices services)
    {
        Options = options;
        Services = services;
        Time = services.Time;
        Log = new BrokerLog((services.Loggers ?? NullLoggerFactory.Instance).CreateLogger(typeof(MqttBroker).FullName!));
        Deadlines = new DeadlineQueue(Time, Log.DeadlineFailed);
        Subscriptions = new SubscriptionTable(MayReceive);
        Store = new StoreWriter(this);
        Retained = new RetainedMessages(this);
        Router = new MessageRouter(this);
        Sessions = new SessionRegistry(this);
        Admission = new Admission(options.Limits, Time);
        Rates = new RateTable(Time, Deadlines);
        Wills = new WillPublisher(this);
        Interception = services.Interceptor is { } interceptor ? new Interception(this, interceptor) : null;
        Gate = services.Gate is { } gate ? new GatePassage(this, gate) : null;
        Metrics = new BrokerMetrics(services.Meters, this); // Last: whoever listens to meters asks for the others' figures at once, on a thread of its own.
    }

    public MqttBrokerOptions Options { get; }

    public MqttBrokerServices Services { get; }

    public TimeProvider Time { get; }

    public BrokerLog Log { get; }

    public BrokerMetrics Metrics { get; }

    public DeadlineQueue Deadlines { get; }

    public SubscriptionTable Subscriptions { get; }

    public RetainedMessages Retained { get; }

    public MessageRouter Router { get; }

    public SessionRegistry Sessions { get; }

    public StoreWriter Store { get; }

    public Admission Admission { get; }

    public RateTable Rates { get; }

    public WillPublisher Wills { get; }

    /// <summary>Null passes everything.</summary>
    public Interception? Interception { get; }

    /// <summary>Null acknowledges at once.</summary>
    public GatePassage? Gate { get; }

    public ConnectionTable Connections { get; } = new();

    public MqttReasonCode AuthorizePublish(MqttClientInfo client, string topic, bool retain) =>
        Ask(() => Services.Authorizer.AuthorizePublish(client, topic, retain));

    public MqttReasonCode AuthorizeSubscribe(MqttClientInfo client, string filter) =>
        Ask(() => Services.Authorizer.AuthorizeSubscribe(client, filter));

    public MqttReasonCode AuthorizeWill(MqttClientInfo client, string topic, bool retain) =>
        Ask(() => Services.Authorizer.AuthorizeWill(client, topic, retain));

    /// <summary>Publishes a message that did not come from a connection's buffer; a client's, which is a will, if the interceptor lets it pass.</summary>
    public void Publish(MqttApplicationMessage message, MqttSession? origin)
    {
        var turn = Turn.Begin();
        try
        {
            var outgoing = ToOutgoing(message, origin, origin?.Client);
            if (origin is null || Interception is null || Interception.LetsPass(ref outgoing, out _))
            {
                Router.Publish(ref outgoing, turn);
            }

            outgoing.Shared?.Release();

            // Nobody here can be slowed down: a queue that overflows cuts its client.
            turn.Congested.Clear();
        }
        finally
        {
            turn.End();
        }
    }

    /// <summary>The same message as something that can be routed.</summary>
    public OutgoingPublish ToOutgoing(MqttApplicationMessage message, MqttSession? origin, MqttClientInfo? sender) => new()
    {
        Topic = Subscriptions.Route(message.Topic),
        Payload = message.Payload.Span,
        Properties = ForwardedProperties.Encode(message),
        QoS = message.QoS,
        Retain = message.Retain,
        ExpiresAt = Expiry.At(message.MessageExpiry, Time),
        Origin = origin,
        Sender = sender,
    };

    /// <summary>A lasting copy; the caller owns the reference.</summary>
    public Publication ToPublication(MqttApplicationMessage message, long expiresAt)
    {
        var outgoing = new OutgoingPublish
        {
            Topic = Subscriptions.Route(message.Topic),
            Payload = message.Payload.Span,
            Properties = ForwardedProperties.Encode(message),
            QoS = message.QoS,
            Retain = message.Retain,
            ExpiresAt = expiresAt,
        };
        var publication = PublicationPool.Rent();
        publication.Fill(in outgoing);
        return publication;
    }

    /// <summary>Tells the observer, if there is one. What it is told goes by <paramref name="subject"/>, so that nothing is made for nobody.</summary>
    public void Notify<T>(T subject, Action<IMqttBrokerObserver, T> tell)
    {
        if (Services.Observer is not { } observer)
        {
            return;
        }

        try
        {
            tell(observer, subject);
        }
#pragma warning disable CA1031 // An observer's exception must not keep a client from connecting; it is logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.ObserverFailed(error);
        }
    }

    public void Dispose()
    {
        Deadlines.Dispose();
        Metrics.Dispose();
    }

    public bool MayReceive(MqttClientInfo client, string topic) =>
        Ask(() => Services.Authorizer.AuthorizeDelivery(client, topic) ? MqttReasonCode.Success : MqttReasonCode.NotAuthorized) == MqttReasonCode.Success;

    /// <summary>An authorizer that fails has not said yes.</summary>
    private MqttReasonCode Ask(Func<MqttReasonCode> question)
    {
        try
        {
            return question();
        }
#pragma warning disable CA1031 // Whatever the authorizer throws means no; it is logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.AuthorizerFailed(error);
            return MqttReasonCode.NotAuthorized;
        }
    }
}
