using System.Collections.Concurrent;
using System.Net;

namespace Bridge.Mqtt.Broker;

/// <summary>Counts connections before a byte of them is read, and turns away what is too many.</summary>
internal sealed class Admission(BrokerLimits limits, TimeProvider time)
{
    private readonly ConcurrentDictionary<IPAddress, int> _addresses = new();
    private readonly TokenBucket _rate = new(time, limits.NewConnectionsPerSecond, limits.NewConnectionsPerSecond);
    private int _connections;
    private int _strangers;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Connections whose client isn't known yet.</summary>
    public int Strangers => Volatile.Read(ref _strangers);

    /// <summary>Addresses with a connection.</summary>
    public int Addresses => _addresses.Count;

    /// <summary>The limit that is reached, or null: then the connection counts until <see cref="Leave"/>.</summary>
    public string? Enter(EndPoint? remote)
    {
        if (!_rate.TrySpend(1))
        {
            return nameof(BrokerLimits.NewConnectionsPerSecond);
        }

        if (Interlocked.Increment(ref _connections) > limits.Connections)
        {
            Interlocked.Decrement(ref _connections);
            return nameof(BrokerLimits.Connections);
        }

        if (Interlocked.Increment(ref _strangers) > limits.UnauthenticatedConnections)
        {
            Interlocked.Decrement(ref _strangers);
            Interlocked.Decrement(ref _connections);
            return nameof(BrokerLimits.UnauthenticatedConnections);
        }

        if (AddressOf(remote) is { } address && _addresses.AddOrUpdate(address, 1, static (_, count) => count + 1) > limits.ConnectionsPerAddress)
        {
            Leave(remote, isStranger: true);
            return nameof(BrokerLimits.ConnectionsPerAddress);
        }

        return null;
    }

    /// <summary>The client said who it is.</summary>
    public void Know() => Interlocked.Decrement(ref _strangers);

    public void Leave(EndPoint? remote, bool isStranger)
    {
        Interlocked.Decrement(ref _connections);
        if (isStranger)
        {
            Interlocked.Decrement(ref _strangers);
        }

        if (AddressOf(remote) is { } address && _addresses.AddOrUpdate(address, 0, static (_, count) => count - 1) <= 0)
        {
            _addresses.TryRemove(KeyValuePair.Create(address, 0));
        }
    }

    private static IPAddress? AddressOf(EndPoint? remote) => (remote as IPEndPoint)?.Address switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4(),
        var address => address,
    };
}
