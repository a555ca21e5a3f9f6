namespace Bridge.Server.Pairing;

/// <summary>The body of <c>POST /_bridge/pair/claim</c>: one of the two.</summary>
/// <param name="Ticket">The secret of the address's fragment.</param>
/// <param name="Code">The code that a person typed.</param>
internal sealed record PairingClaim(string? Ticket, string? Code);
