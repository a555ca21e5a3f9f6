using Bridge.Contracts.Feeds;
using Bridge.Server.Rooms;

namespace Bridge.Server.Tests.Rooms;

public sealed class TrackedDeviceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TrackedDevice _device = new("d1", "main");

    [Fact]
    public void Presence_PageConnects_IsOnline()
    {
        Assert.Equal("offline", _device.Presence(Start));
        _device.Connect("d1.a", "p1", Start);
        Assert.Equal("online", _device.Presence(Start));
        Assert.Equal(["p1"], _device.ConnectedPages);
    }

    [Fact]
    public void IsSettling_PageConnectedAgain_UntilItListensOrTheMomentIsOver()
    {
        _device.Connect("d1.a", "p1", Start);
        Assert.True(_device.IsSettling(Start));
        Assert.False(_device.IsSettling(Start + TrackedDevice.Settling));

        var later = Start + TimeSpan.FromHours(1);
        _device.Disconnect("d1.a", later);
        Assert.False(_device.IsSettling(later));

        _device.Connect("d1.a", "p1", later);
        Assert.True(_device.IsSettling(later));
        _device.Listen("d1.a");
        Assert.False(_device.IsSettling(later));
    }

    [Fact]
    public void Presence_OnlyPageHides_IsAsleepConnectedOrNot()
    {
        _device.Connect("d1.a", "p1", Start);
        _device.Update("d1.a", Status("p1", "hidden"));
        Assert.Equal("asleep", _device.Presence(Start));

        _device.Announced = "asleep";
        _device.Disconnect("d1.a", Start);
        Assert.Equal("asleep", _device.Presence(Start + TimeSpan.FromMinutes(5)));

        _device.EndSession("d1.a");
        Assert.Equal("offline", _device.Presence(Start + TimeSpan.FromMinutes(11)));
    }

    [Fact]
    public void Presence_OneOfTwoPagesHides_StaysOnline()
    {
        _device.Connect("d1.a", "p1", Start);
        _device.Connect("d1.b", "p2", Start);
        _device.Update("d1.a", Status("p1", "hidden"));

        Assert.Equal("online", _device.Presence(Start));
    }

    [Theory]
    [InlineData(-1, "online")]
    [InlineData(0, "offline")]
    public void Presence_PageGoes_StaysForTheLingerOfAReload(int millisecondsAfter, string presence)
    {
        _device.Connect("d1.a", "p1", Start);
        _device.Announced = "online";
        _device.Disconnect("d1.a", Start);

        Assert.Equal(presence, _device.Presence(Start + TrackedDevice.Linger + TimeSpan.FromMilliseconds(millisecondsAfter)));
    }

    [Fact]
    public void State_TwoPages_IsThatOfTheOneLastSeenVisible()
    {
        _device.Connect("d1.a", "p1", Start);
        _device.Connect("d1.b", "p2", Start);
        _device.Update("d1.a", Status("p1", "visible"));
        _device.Update("d1.b", Status("p2", "visible"));
        _device.Update("d1.b", Status("p2", "hidden"));
        _device.Update("d1.a", Status("p1", "visible"));

        var state = _device.State(new DeviceRecord("d1", "main", "Coral phone", "#f2705b", null, Start));

        Assert.Equal("p1", state.Page);
        Assert.Equal(2, state.Pages);
        Assert.Equal("Chrome 156 on Android", state.Browser);
    }

    [Fact]
    public void Connect_EndlessPages_AreBounded()
    {
        for (var page = 0; page < 1_000; page++)
        {
            _device.Connect($"d1.{page}", $"p{page}", Start);
        }

        Assert.InRange(_device.ConnectedPages.Count, 1, 16);
    }

    [Fact]
    public void State_PolicyOfThePage_IsWhatWasAddedWhenItLoaded()
    {
        var record = new DeviceRecord("d1", "main", "Coral phone", "#f2705b", null, Start);
        _device.Connect("d1.a", "p1", Start);
        _device.Update("d1.a", Status("p1", "visible"));
        Assert.Null(_device.State(record).Policy);

        _device.NotePolicy("/", ["connect-src a"]); // a page that streams is known only after it has connected
        Assert.Equal(["connect-src a"], _device.State(record).Policy);

        _device.NotePolicy("/", []);
        Assert.Equal(["connect-src a"], _device.State(record).Policy);

        _device.Connect("d1.b", "p2", Start);
        _device.Update("d1.b", Status("p2", "visible"));
        Assert.Null(_device.State(record).Policy);
    }

    private static DeviceStatus Status(string page, string visibility) => new(
        page, "http://192.168.1.5:5080/", "Tilt", "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36", visibility, Secure: true, "ws");
}
