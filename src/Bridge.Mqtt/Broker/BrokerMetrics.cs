using System.Diagnostics.Metrics;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// What the broker counts. Messages and bytes are counted by each connection for itself and summed up when somebody looks, so
/// that the hot path shares no counter.
/// </summary>
internal sealed class BrokerMetrics : IDisposable
{
    private readonly BrokerRuntime _runtime;
    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _turnedAway;
    private readonly Counter<long> _paused;
    private readonly Lock _sync = new();
    private BrokerTotals _closed;
    private long _dropCount;

    public BrokerMetrics(IMeterFactory? meters, BrokerRuntime runtime)
    {
        _runtime = runtime;
        _ownsMeter = meters is null;
        _meter = meters?.Create("Bridge.Mqtt.Broker") ?? new Meter("Bridge.Mqtt.Broker");
        _dropped = _meter.CreateCounter<long>("mqtt.broker.messages.dropped", "{message}", "Messages that did not reach a receiver, by reason.");
        _refused = _meter.CreateCounter<long>("mqtt.broker.connections.refused", "{connection}", "CONNECTs refused, by reason code.");
        _turnedAway = _meter.CreateCounter<long>("mqtt.broker.connections.turned_away", "{connection}", "Connections closed unread, by limit.");
        _paused = _meter.CreateCounter<long>("mqtt.broker.reads.paused", "{pause}", "Times that a client over its rate was not read from.");
        _meter.CreateObservableUpDownCounter("mqtt.broker.connections", () => _runtime.Admission.Connections, "{connection}", "Open connections.");
        _meter.CreateObservableUpDownCounter("mqtt.broker.sessions", () => _runtime.Sessions.Count, "{session}", "Sessions, connected or waiting.");
        _meter.CreateObservableUpDownCounter("mqtt.broker.subscriptions", () => _runtime.Subscriptions.Count, "{subscription}", "Subscriptions.");
        _meter.CreateObservableUpDownCounter("mqtt.broker.retained", () => _runtime.Retained.Count, "{message}", "Retained messages.");
        _meter.CreateObservableUpDownCounter("mqtt.broker.queued", Queued, "{message}", "QoS 1 and 2 messages waiting or in flight.");
        _meter.CreateObservableCounter("mqtt.broker.messages.received", () => Totals().MessagesReceived, "{message}", "PUBLISH packets received.");
        _meter.CreateObservableCounter("mqtt.broker.messages.sent", () => Totals().MessagesSent, "{message}", "PUBLISH packets sent.");
        _meter.CreateObservableCounter("mqtt.broker.received", () => Totals().BytesReceived, "By", "Bytes read.");
        _meter.CreateObservableCounter("mqtt.broker.sent", () => Totals().BytesSent, "By", "Bytes written.");
    }

    /// <summary>For tests, which tell brokers apart by it.</summary>
    public Meter Meter => _meter;

    public long DropCount => Interlocked.Read(ref _dropCount);

    public void Dropped(DropReason reason, int count)
    {
        if (count > 0)
        {
            Interlocked.Add(ref _dropCount, count);
            _dropped.Add(count, new KeyValuePair<string, object?>("reason", DropReasonTags.Of(reason)));
        }
    }

    public void Refused(MqttReasonCode reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void TurnedAway(string limit) => _turnedAway.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public void Paused() => _paused.Add(1);

    /// <summary>A connection's counts go into the total of those that are gone.</summary>
    public void Closed(MqttConnection connection)
    {
        lock (_sync)
        {
            _closed += BrokerTotals.Of(connection);
        }
    }

    public BrokerTotals Totals()
    {
        BrokerTotals totals;
        lock (_sync)
        {
            totals = _closed;
        }

        foreach (var session in _runtime.Sessions.All)
        {
            if (session.Connection is { } connection)
            {
                totals += BrokerTotals.Of(connection);
            }
        }

        return totals;
    }

    public void Dispose()
    {
        if (_ownsMeter)
        {
            _meter.Dispose();
        }
    }

    private long Queued()
    {
        long queued = 0;
        foreach (var session in _runtime.Sessions.All)
        {
            queued += session.Outbox.Queued;
        }

        return queued;
    }
}
