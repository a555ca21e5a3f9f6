namespace Bridge.Server.Pairing;

/// <summary>The body of <c>POST /api/rooms/{room}/tickets</c>; absent for plain http.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>: which address the QR code holds.</param>
internal sealed record TicketRequest(string? Scheme);
