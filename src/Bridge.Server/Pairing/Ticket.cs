namespace Bridge.Server.Pairing;

/// <summary>The single-use, short-lived secret inside a QR code, and the code that can be typed instead.</summary>
/// <param name="Secret">128 bits, for the address's fragment.</param>
/// <param name="Code">Eight Crockford characters, for a person's fingers.</param>
/// <param name="Room">The room that the device will be in.</param>
/// <param name="ExpiresAt">When it ends unclaimed.</param>
/// <param name="Device">Set where a device that is paired already takes its pairing along to another origin.</param>
internal sealed record Ticket(string Secret, string Code, string Room, DateTimeOffset ExpiresAt, string? Device = null);
