namespace Bridge.Server.Pairing;

/// <summary>A QR code's modules.</summary>
/// <param name="Size">Modules a side, quiet zone included.</param>
/// <param name="Modules">Row by row, <c>1</c> is dark.</param>
internal sealed record TicketQr(int Size, string Modules);
