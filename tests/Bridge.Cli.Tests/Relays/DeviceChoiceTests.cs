using Bridge.Cli.Relays;
using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Tests.Relays;

public sealed class DeviceChoiceTests
{
    private static readonly DeviceState Pixel = new("d1", "Pixel 9", "#ff0000", "online", DateTimeOffset.UnixEpoch);
    private static readonly DeviceState OtherPixel = new("d2", "Pixel 9 Pro", "#00ff00", "asleep", DateTimeOffset.UnixEpoch);
    private static readonly DeviceState Phone = new("d3", "Lena's iPhone", "#0000ff", "offline", DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("d1", "d1")]
    [InlineData("pixel 9", "d1")]
    [InlineData("Pixel 9 P", "d2")]
    [InlineData("lena", "d3")]
    public void Named_IdLabelOrBeginning_IsThatDevice(string name, string id) =>
        Assert.Equal(id, DeviceChoice.Named([Pixel, OtherPixel, Phone], name).Device);

    [Fact]
    public void Named_FitsTwo_NamesThem() =>
        Assert.Contains("Pixel 9 (d1), Pixel 9 Pro (d2)", Refusal(() => DeviceChoice.Named([Pixel, OtherPixel], "pix")), StringComparison.Ordinal);

    [Fact]
    public void Named_Unknown_ListsWhatThereIs() =>
        Assert.Contains("Lena's iPhone (d3)", Refusal(() => DeviceChoice.Named([Phone], "nokia")), StringComparison.Ordinal);

    [Fact]
    public void Only_OneConnected_IsThatOne() => Assert.Equal("d2", DeviceChoice.Only([OtherPixel, Phone]).Device);

    [Fact]
    public void Only_TwoConnected_AsksToChoose() =>
        Assert.Contains("--device", Refusal(() => DeviceChoice.Only([Pixel, OtherPixel, Phone])), StringComparison.Ordinal);

    [Fact]
    public void Only_NonePaired_SaysHowToPair() => Assert.Contains("bridge pair", Refusal(() => DeviceChoice.Only([])), StringComparison.Ordinal);

    private static string Refusal(Func<DeviceState> choose)
    {
        var failure = Assert.Throws<CommandFailedException>(() => choose());
        Assert.Equal(ExitCodes.NoDevice, failure.ExitCode);
        return failure.Message;
    }
}
