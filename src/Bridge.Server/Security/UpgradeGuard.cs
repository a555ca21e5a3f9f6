using System.Net;
using Bridge.Server.Listeners;
using Bridge.Server.MqttEndpoint;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Security;

/// <summary>
/// Lets a WebSocket in on the same terms as an HTTP request: Host, then Origin, then, on the device listener, the credential of the
/// cookie that came along; the cookies of a page elsewhere don't count. No or a revoked cookie isn't refused here but in CONNECT, where a script is told to stop trying.
/// </summary>
internal sealed class UpgradeGuard(RequestGuard requests, ListenerPorts ports, DeviceCredentials credentials) : IUpgradeGuard
{
    public ValueTask<UpgradeDecision> AdmitAsync(UpgradeRequest request, CancellationToken cancellation)
    {
        var listener = ports.Describe(request.Listener, request.Secure);
        if (requests.IsElsewhere(listener, request.Host, request.Origin))
        {
            return ValueTask.FromResult(UpgradeDecision.Admit(null)); // its credential comes in CONNECT
        }

        if (requests.Refusal(listener, request.Host, request.Origin) is { } refusal)
        {
            return ValueTask.FromResult(UpgradeDecision.Refuse(StatusCodes.Status403Forbidden, refusal));
        }

        var secret = listener.Kind == ListenerKind.Device ? request.FindCookie(BridgeCookies.DeviceName(listener)) : null;
        return ValueTask.FromResult(UpgradeDecision.Admit(secret is null ? null : credentials.Find(secret)?.Identity));
    }

    /// <summary>Whether the other end is this machine.</summary>
    public static bool IsLoopback(EndPoint? remote) => remote is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);
}
