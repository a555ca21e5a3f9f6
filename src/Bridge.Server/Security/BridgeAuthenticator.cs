using System.Text;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Relay;
using Bridge.Server.Rooms;

namespace Bridge.Server.Security;

/// <summary>
/// Who a CONNECT is. A device by the cookie of its upgrade request, or on a page elsewhere by user name and credential; a tool by user name and
/// token; anyone else, with <c>--mqtt-open</c>, on loopback and whatever user name it gives.
/// </summary>
internal sealed class BridgeAuthenticator(RoomRegistry rooms, AdminToken admin, DeviceCredentials devices, RelayIdentity relay, bool open) : IMqttAuthenticator
{
    /// <summary>The user name beside a device's credential.</summary>
    private const string DeviceUser = "device";

    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttConnectRequest request, CancellationToken cancellation) =>
        ValueTask.FromResult((request.Transport.Principal as DeviceIdentity ?? Elsewhere(request)) is { } device ? Device(request, device) : Tool(request));

    private DeviceIdentity? Elsewhere(MqttConnectRequest request) =>
        request is { Transport: { Listener: "device", Principal: null }, UserName: DeviceUser, Password: { } password }
            ? devices.Find(Encoding.UTF8.GetString(password.Span))?.Identity
            : null;

    private MqttAuthentication Device(MqttConnectRequest request, DeviceIdentity identity)
    {
        // Removed, or moved to another room, between the upgrade and CONNECT.
        if (rooms.Find(identity.Device) is not { } record || !string.Equals(record.Room, identity.Room, StringComparison.Ordinal))
        {
            return MqttAuthentication.Reject(MqttReasonCode.NotAuthorized, "This device was removed. Scan a new QR code.");
        }

        // A page's client id is the device's id, a dot, and a part that the relay chose: so one device's page can't take over another's.
        var prefix = identity.Device + ".";
        if (request.ClientId.Length > 0 && !request.ClientId.StartsWith(prefix, StringComparison.Ordinal))
        {
            return MqttAuthentication.Reject(MqttReasonCode.ClientIdentifierNotValid, "Connect with an empty client id first; the relay assigns one.");
        }

        return Accept(identity, ClientLimits.Device, request.ClientId.Length > 0 ? null : prefix + Secret.NewCode().ToLowerInvariant(), identity.Device,
            ("room", record.Room), ("device", record.Device), ("label", record.Label), ("color", record.Color), ("relay", relay.Name));
    }

    private MqttAuthentication Tool(MqttConnectRequest request)
    {
        // The administrator's name is never open: a mistyped token must not go unnoticed.
        if (open && request.UserName is not AdminToken.UserName && UpgradeGuard.IsLoopback(request.Transport.Remote))
        {
            return MqttAuthentication.Accept(AnonymousIdentity.Instance, OpenLimits.Client);
        }

        if (request.UserName is null || request.Password is not { } password)
        {
            return request.Transport.Listener is "device"
                ? MqttAuthentication.Reject(MqttReasonCode.NotAuthorized, "Not paired. Scan the relay's QR code.")
                : MqttAuthentication.Reject(MqttReasonCode.NotAuthorized, "Connect with user name \"admin\" and the relay's token as password.");
        }

        var identity = admin.Identify(Encoding.UTF8.GetString(password.Span));
        return identity is not null && string.Equals(request.UserName, identity.Name, StringComparison.Ordinal)
            ? Accept(identity, ClientLimits.Tool, null, null, ("relay", relay.Name))
            : MqttAuthentication.Reject(MqttReasonCode.BadUserNameOrPassword, "Wrong user name or token.");
    }

    private static MqttAuthentication Accept(object identity, ClientLimits limits, string? clientId, string? rateKey, params (string Name, string Value)[] properties) =>
        MqttAuthentication.Accept(identity, limits, clientId, rateKey, [.. properties.Select(property => new MqttUserProperty(property.Name, property.Value))]);
}
