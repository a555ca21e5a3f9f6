using QRCoder;

namespace Bridge.Server.Pairing;

/// <summary>A QR code's modules.</summary>
/// <param name="Size">Modules a side, quiet zone included.</param>
/// <param name="Modules">Row by row, <c>1</c> is dark.</param>
internal sealed record TicketQr(int Size, string Modules)
{
    /// <summary>Draws an address.</summary>
    public static TicketQr Of(string url)
    {
        using var data = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        return new TicketQr(rows.Count, string.Concat(rows.SelectMany(row => row.Cast<bool>()).Select(dark => dark ? '1' : '0')));
    }
}
