using System.Diagnostics.Metrics;
using Bridge.Mqtt.Tcp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.MqttEndpoint;

/// <summary>
/// The connections that have not said yet what they want, oldest first, over all listeners. Where there are too many, the oldest is closed and
/// counted: turning away the newest would let whoever holds them keep everybody out.
/// </summary>
internal sealed class PendingConnections
{
    private readonly Lock _sync = new();
    private readonly LinkedList<SocketPipe> _oldestFirst = new();
    private readonly int _most;
    private readonly ILogger _logger;
    private readonly Counter<long> _pushedOut;

    public PendingConnections(IOptions<MqttEndpointOptions> options, IMeterFactory meters, ILogger<PendingConnections> logger)
    {
        _most = options.Value.PendingConnections;
        _logger = logger;
        var meter = meters.Create("Bridge.Server.MqttEndpoint");
        meter.CreateObservableUpDownCounter("bridge.connections.pending", () => Count, "{connection}", "Connections that have not said yet what they want.");
        _pushedOut = meter.CreateCounter<long>("bridge.connections.pushed_out", "{connection}", "Connections closed because too many others had not said either what they want.");
    }

    public int Count
    {
        get
        {
            lock (_sync)
            {
                return _oldestFirst.Count;
            }
        }
    }

    public LinkedListNode<SocketPipe> Enter(SocketPipe pipe)
    {
        var place = new LinkedListNode<SocketPipe>(pipe);
        SocketPipe? oldest = null;
        lock (_sync)
        {
            _oldestFirst.AddLast(place);
            if (_oldestFirst.Count > _most)
            {
                oldest = _oldestFirst.First!.Value;
                _oldestFirst.RemoveFirst();
            }
        }

        if (oldest is not null)
        {
            _pushedOut.Add(1);
            _logger.PushedOut(oldest.Remote, _most);
            oldest.Abort();
        }

        return place;
    }

    /// <summary>It has spoken, or is gone. A second time does nothing.</summary>
    public void Leave(LinkedListNode<SocketPipe> place)
    {
        lock (_sync)
        {
            if (place.List is not null)
            {
                _oldestFirst.Remove(place);
            }
        }
    }
}
