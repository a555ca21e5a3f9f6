namespace Bridge.Cli.Relays;

/// <summary>A fresh ticket: what a phone scans or types.</summary>
/// <param name="Url">The address in the QR code, with the ticket in its fragment.</param>
/// <param name="Code">The same to type by hand.</param>
/// <param name="ExpiresAt">When both stop working.</param>
internal sealed record Ticket(string Url, string Code, DateTimeOffset ExpiresAt);
