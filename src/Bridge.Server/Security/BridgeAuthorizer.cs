using Bridge.Contracts;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Server.Security;

/// <summary>
/// Who may use which topic. A device: its own <c>up/#</c> and its room's events outwards; its own and everyone's <c>down/#</c>, its room's
/// events, progress and presence inwards. A tool: by its scopes. Nobody writes what the relay writes. Everything else is refused.
/// </summary>
internal sealed class BridgeAuthorizer : IMqttAuthorizer
{
    private const string OurRoot = "bridge/";

    public MqttReasonCode AuthorizePublish(MqttClientInfo client, string topic, bool retain) =>
        MayPublish(client.Identity, topic, retain) ? MqttReasonCode.Success : MqttReasonCode.NotAuthorized;

    public MqttReasonCode AuthorizeSubscribe(MqttClientInfo client, string filter) =>
        MaySubscribe(client.Identity, filter) ? MqttReasonCode.Success : MqttReasonCode.NotAuthorized;

    /// <summary>The last check, on the topic itself: what a filter's wildcards let through beyond the rights is held back here.</summary>
    public bool AuthorizeDelivery(MqttClientInfo client, string topic) => client.Identity switch
    {
        DeviceIdentity device => BridgeTopic.TryParse(topic, out var parsed) && MayRead(device, parsed.Value),
        ConsoleIdentity { Room: null } tool => tool.Scopes.HasFlag(ConsoleScopes.Watch),
        ConsoleIdentity tool => BridgeTopic.TryParse(topic, out var parsed) && tool.May(ConsoleScopes.Watch, parsed.Value.Room),
        AnonymousIdentity => !topic.StartsWith(OurRoot, StringComparison.Ordinal),
        _ => false,
    };

    public MqttReasonCode AuthorizeWill(MqttClientInfo client, string topic, bool retain) => AuthorizePublish(client, topic, retain);

    private static bool MayPublish(object? identity, string topic, bool retain)
    {
        if (identity is AnonymousIdentity)
        {
            return !topic.StartsWith(OurRoot, StringComparison.Ordinal);
        }

        if (!BridgeTopic.TryParse(topic, out var parsed))
        {
            return identity is ConsoleIdentity { Scopes: ConsoleScopes.All, Room: null } && !topic.StartsWith(OurRoot, StringComparison.Ordinal) && !topic.StartsWith('$');
        }

        var (kind, room) = (parsed.Value.Kind, parsed.Value.Room);
        return identity switch
        {
            DeviceIdentity device => !retain && InRoom(device, room) && kind switch
            {
                TopicKind.Feed => IsOwn(device, parsed.Value),
                TopicKind.Event => true,
                _ => false,
            },
            ConsoleIdentity tool => kind switch
            {
                TopicKind.Down or TopicKind.DownAll => !retain && tool.May(ConsoleScopes.Command, room),
                TopicKind.Event or TopicKind.Progress => tool.May(ConsoleScopes.Command, room),
                _ => false,
            },
            _ => false,
        };
    }

    private static bool MaySubscribe(object? identity, string filter)
    {
        switch (identity)
        {
            case AnonymousIdentity:
                return !filter.StartsWith(OurRoot, StringComparison.Ordinal); // "#" and "+/…" are held back at delivery
            case ConsoleIdentity tool:
                return tool.Scopes.HasFlag(ConsoleScopes.Watch) && (tool.Room is null || IsBelow(filter, $"{BridgeProtocol.TopicRoot}/{tool.Room}"));
            case DeviceIdentity device:
                var room = $"{BridgeProtocol.TopicRoot}/{device.Room}";
                return IsBelow(filter, $"{room}/{device.Device}/down")
                    || IsBelow(filter, $"{room}/{Names.AllDevices}/down")
                    || IsBelow(filter, $"{room}/event")
                    || IsBelow(filter, $"{room}/progress")
                    || string.Equals(filter, $"{room}/presence", StringComparison.Ordinal);
            default:
                return false;
        }
    }

    private static bool MayRead(DeviceIdentity device, BridgeTopic topic) => InRoom(device, topic.Room) && topic.Kind switch
    {
        TopicKind.Down => IsOwn(device, topic),
        TopicKind.DownAll or TopicKind.Event or TopicKind.Progress or TopicKind.Presence => true,
        _ => false,
    };

    private static bool InRoom(DeviceIdentity device, string room) => string.Equals(device.Room, room, StringComparison.Ordinal);

    private static bool IsOwn(DeviceIdentity device, BridgeTopic topic) => string.Equals(device.Device, topic.Device, StringComparison.Ordinal);

    private static bool IsBelow(string filter, string parent) =>
        filter.Length > parent.Length && filter[parent.Length] == '/' && filter.StartsWith(parent, StringComparison.Ordinal);
}
