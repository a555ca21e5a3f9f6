using Bridge.Server.Relay;
using QRCoder;

namespace Bridge.Server.Pairing;

/// <summary>Issues tickets together with the addresses and the QR code that carry them.</summary>
internal sealed class TicketOffice(TicketStore tickets, RelayAddressBook addresses)
{
    /// <summary>One ticket, good for either of its addresses: whichever is opened first.</summary>
    public IssuedTicket Issue(string room)
    {
        var ticket = tickets.Issue(room);
        var http = $"{addresses.Device}/_bridge/pair#{ticket.Secret}";
        var https = addresses.DeviceTls is { } secure ? $"{secure}/_bridge/pair#{ticket.Secret}" : null;
        return new IssuedTicket(http, ticket.Code, ticket.ExpiresAt, Draw(http), new TicketUrls(http, https), https is null ? null : Draw(https));
    }

    private static TicketQr Draw(string url)
    {
        using var data = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        return new TicketQr(rows.Count, string.Concat(rows.SelectMany(row => row.Cast<bool>()).Select(dark => dark ? '1' : '0')));
    }
}
