using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using Bridge.Mqtt.Broker;
using Bridge.Server.Security;

namespace Bridge.Server.MqttOverHttp;

/// <summary>The links that are open, by id.</summary>
internal sealed class HttpLinkRegistry(MqttBroker broker, TimeProvider time)
{
    /// <summary>Links at once, all devices together. A tenth of the connections that a node takes: the way around, not the way.</summary>
    private const int MaximumLinks = 1_000;

    /// <summary>What is left to be fetched after the broker has ended a connection (its DISCONNECT) waits so long.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, HttpLink> _links = new(StringComparer.Ordinal);

    /// <summary>Opens a link and gives its id; null at the limit.</summary>
    public string? Open(DeviceIdentity device, EndPoint? remote, bool secure)
    {
        if (_links.Count >= MaximumLinks)
        {
            return null;
        }

        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var link = new HttpLink(device, time);
        _links[id] = link;
        _ = ServeAsync(id, link, new MqttTransport { Remote = remote, Listener = "device", Kind = "http", Secure = secure, Principal = device, Abort = link.Abort });
        return id;
    }

    /// <summary>Finds a device's own link; another's looks as if it weren't there.</summary>
    public bool TryFind(string id, DeviceIdentity device, [NotNullWhen(true)] out HttpLink? link) =>
        _links.TryGetValue(id, out link) && link.Device == device;

    private async Task ServeAsync(string id, HttpLink link, MqttTransport transport)
    {
        try
        {
            await broker.ServeAsync(link, transport);
            await Task.Delay(LastWords, time);
        }
        finally
        {
            _links.TryRemove(id, out _);
            link.Abort();
            link.Dispose();
        }
    }
}
