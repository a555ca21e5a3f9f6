using System.Collections.Concurrent;
using System.Net;

namespace Bridge.Server.MqttEndpoint;

/// <summary>Which endpoints of Kestrel the broker is on, by the very objects: ports may not be known yet.</summary>
internal sealed class MqttSocketRoutes
{
    private readonly ConcurrentDictionary<EndPoint, MqttSocketRoute> _routes = new(ReferenceEqualityComparer.Instance);

    public void Add(EndPoint endpoint, MqttSocketRoute route) => _routes[endpoint] = route;

    /// <summary>Null if the broker isn't on it.</summary>
    public MqttSocketRoute? Find(EndPoint endpoint) => _routes.GetValueOrDefault(endpoint);
}
