using System.Text.Json;
using Bridge.Cli.Tests.Relays;

namespace Bridge.Cli.Tests.Commands;

/// <summary>The commands that ask a relay itself: devices, pair, open.</summary>
public sealed class RelayCommandTests : IAsyncLifetime
{
    private FakeRelay _relay = null!;

    public async Task InitializeAsync() => _relay = await FakeRelay.StartAsync();

    public async Task DisposeAsync() => await _relay.DisposeAsync();

    [Fact]
    public async Task Devices_OneOnline_IsARowOfATable()
    {
        var line = Line();
        Assert.Equal(0, await line.RunAsync("devices"));
        var rows = line.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(["device presence rtt over browser page id", "Pixel 9 online 12 ms HTTP Chrome on Android http://site.test/ d1"], rows);
    }

    [Fact]
    public async Task Devices_Json_IsAStateALine()
    {
        var line = Line();
        Assert.Equal(0, await line.RunAsync("devices", "--json"));
        Assert.Equal("Pixel 9", JsonElement.Parse(line.Output).GetProperty("label").GetString());
    }

    [Fact]
    public async Task Devices_None_SaysHowToPair()
    {
        _relay.Devices = "[]";
        var line = Line();
        Assert.Equal(0, await line.RunAsync("devices"));
        Assert.Equal("No device is paired yet. 'bridge pair' shows a QR code for a phone.\n", line.Error);
    }

    [Fact]
    public async Task Devices_NotARelay_SaysSo()
    {
        _relay.Devices = "<html>";
        var line = Line();
        Assert.Equal(3, await line.RunAsync("devices"));
        Assert.EndsWith("is not a relay, or one of another version.\n", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pair_ForAPerson_ShowsQrCodeAddressAndTypedCode()
    {
        var line = Line();
        Assert.Equal(0, await line.RunAsync("pair"));
        Assert.Contains("█", line.Output, StringComparison.Ordinal);
        Assert.Contains("open there  http://192.168.1.2:5080\n", line.Output, StringComparison.Ordinal);
        Assert.Contains("7K3M-9QXD", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pair_Json_IsTheTicket()
    {
        var line = Line();
        Assert.Equal(0, await line.RunAsync("pair", "--json"));
        Assert.Equal("http://192.168.1.2:5080/_bridge/pair#c2VjcmV0", JsonElement.Parse(line.Output).GetProperty("url").GetString());
    }

    [Fact]
    public async Task Open_Print_PrintsAFreshAddress()
    {
        var line = Line();
        Assert.Equal(0, await line.RunAsync("open", "--print"));
        Assert.Equal("http://127.0.0.1:5090/#launch=once\n", line.Output);
    }

    private CommandLine Line() => new([_relay.RunFile()]);
}
