using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.MqttEndpoint;

/// <summary>Puts the broker on a listener.</summary>
public static class MqttEndpointListenOptions
{
    /// <summary>
    /// Serves MQTT over WebSocket at <see cref="MqttEndpointOptions.Path"/> of this listener; everything else passes to HTTP untouched.
    /// Call it after <c>UseHttps</c>, so that it sees plain text.
    /// </summary>
    /// <param name="listen">The listener.</param>
    /// <param name="listener">Its name for guards, authenticators and logs: <c>device</c> or <c>console</c>.</param>
    public static ListenOptions UseBridgeMqttWebSocket(this ListenOptions listen, string listener)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentException.ThrowIfNullOrEmpty(listener);
        RouteSockets(listen, new MqttSocketRoute(listener, IsWebSocket: true));
        listen.Use(next =>
            ActivatorUtilities.CreateInstance<MqttUpgradeMiddleware>(listen.ApplicationServices, next, listener).OnConnectionAsync);
        return listen;
    }

    /// <summary>Serves plain MQTT on this listener and nothing else: no HTTP behind it.</summary>
    public static ListenOptions UseBridgeMqtt(this ListenOptions listen, string listener = "mqtt")
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentException.ThrowIfNullOrEmpty(listener);
        RouteSockets(listen, new MqttSocketRoute(listener, IsWebSocket: false));
        listen.Use(_ => ActivatorUtilities.CreateInstance<MqttConnectionHandler>(listen.ApplicationServices, listener).OnConnectionAsync);
        return listen;
    }

    private static void RouteSockets(ListenOptions listen, MqttSocketRoute route) =>
        listen.ApplicationServices.GetRequiredService<MqttSocketRoutes>().Add(listen.EndPoint, route);
}
