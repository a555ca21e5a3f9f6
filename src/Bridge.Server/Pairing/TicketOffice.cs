using Bridge.Server.Relay;

namespace Bridge.Server.Pairing;

/// <summary>Issues tickets together with the addresses and the QR code that carry them.</summary>
internal sealed class TicketOffice(TicketStore tickets, RelayAddressBook addresses)
{
    /// <summary>Issues a ticket; its QR code holds the https address where <paramref name="secure"/> is set and the relay has one.</summary>
    public IssuedTicket Issue(string room, bool secure)
    {
        var ticket = tickets.Issue(room);
        var urls = new TicketUrls(Address(addresses.Device, ticket), addresses.DeviceTls is { } tls ? Address(tls, ticket) : null);
        var url = secure && urls.Https is { } https ? https : urls.Http;
        return new IssuedTicket(url, ticket.Code, ticket.ExpiresAt, TicketQr.Of(url), urls);
    }

    private static string Address(string origin, Ticket ticket) => $"{origin}/_bridge/pair#{ticket.Secret}";
}
