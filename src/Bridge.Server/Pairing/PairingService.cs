using System.Net;
using Bridge.Server.Relay;
using Bridge.Server.Rooms;
using Bridge.Server.Security;

namespace Bridge.Server.Pairing;

/// <summary>Turns a ticket into a paired device with a credential.</summary>
internal sealed class PairingService(
    TicketStore tickets, RoomRegistry rooms, DeviceCredentials credentials, DeviceRemoval removal, RelayNotices notices)
{
    /// <summary>
    /// Claims a ticket by its secret or by a typed code. A device that is paired already keeps its id and label, in another room too.
    /// </summary>
    /// <param name="claim">The secret or the code.</param>
    /// <param name="current">Who the phone is by the cookie that it sent, if anybody.</param>
    /// <param name="agent">Its user agent.</param>
    /// <param name="from">Its address, for the limit on tries.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    /// <returns>The device and its new secret, or why not.</returns>
    public async Task<(DeviceRecord? Device, string Secret, ClaimRefusal Refusal)> ClaimAsync(
        PairingClaim claim, DeviceIdentity? current, string agent, IPAddress from, CancellationToken cancellation)
    {
        var (ticket, refusal) = claim.Ticket is { } secret ? tickets.Claim(secret, from) : tickets.ClaimCode(claim.Code ?? "", from);
        if (ticket is null)
        {
            return (null, "", refusal);
        }

        if (await DeviceOfAsync(ticket, current, agent, cancellation) is not { } device)
        {
            return (null, "", ClaimRefusal.RoomFull);
        }

        var credential = await credentials.IssueAsync(new DeviceIdentity(device.Device, device.Room), cancellation);
        notices.Post(new RelayNotice(
            "paired",
            $"{device.Label} paired with room {device.Room} ({UserAgent.Describe(agent)})",
            new Dictionary<string, object?> { ["room"] = device.Room, ["device"] = device.Device, ["label"] = device.Label }));
        return (device, credential, default);
    }

    private async Task<DeviceRecord?> DeviceOfAsync(Ticket ticket, DeviceIdentity? current, string agent, CancellationToken cancellation)
    {
        if ((ticket.Device ?? current?.Device) is not { } id || rooms.Find(id) is not { } known)
        {
            await removal.ForgetLongGoneAsync(ticket.Room, cancellation);
            return await rooms.AddDeviceAsync(ticket.Room, agent, cancellation);
        }

        return string.Equals(known.Room, ticket.Room, StringComparison.Ordinal) ? known : await MoveAsync(known, ticket.Room);
    }

    /// <summary>Takes a device to another room: what it had in the old one ends there.</summary>
    private async Task<DeviceRecord> MoveAsync(DeviceRecord device, string room)
    {
        await removal.EvictAsync(device);
        return await rooms.ChangeAsync(device.Device, known => known with { Room = room }, CancellationToken.None) ?? device;
    }
}
