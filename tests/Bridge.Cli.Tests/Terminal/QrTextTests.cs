using System.Diagnostics;
using Bridge.Cli.Terminal;

namespace Bridge.Cli.Tests.Terminal;

public sealed class QrTextTests : IDisposable
{
    private const string Address = "https://192.168.178.120:5443/_bridge/pair#t=Zm9vYmFyYmF6cXV4MTIzNA";

    private readonly string _picture = Path.Combine(Path.GetTempPath(), $"bridge-qr-{Guid.NewGuid():n}.pgm");

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Draw_OnATerminal_IsReadByAScanner(bool colours, bool darkTerminal)
    {
        TerminalPicture.Save(_picture, QrText.Draw(Address, colours), darkTerminal);
        Assert.Equal(Address, await ScanAsync(_picture));
    }

    [Fact]
    public void Draw_PairingAddress_FitsIntoHalfATerminal()
    {
        var lines = QrText.Draw(Address, colours: false);
        Assert.InRange(lines.Count, 15, 24);
        Assert.All(lines, line => Assert.InRange(line.Length, 30, 45));
    }

    public void Dispose() => File.Delete(_picture);

    private static async Task<string> ScanAsync(string picture)
    {
        using var scanner = Process.Start(new ProcessStartInfo("zbarimg", ["--quiet", "--nodbus", "--raw", picture]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = await scanner.StandardOutput.ReadToEndAsync();
        await scanner.WaitForExitAsync();
        return text.TrimEnd();
    }
}
