using Bridge.Server.Rooms;
using Bridge.Server.Tests.Storage;

namespace Bridge.Server.Tests.Rooms;

/// <summary>What the table of rooms and devices must do in every database.</summary>
public abstract class DeviceTableContract : StoredTest
{
    private static readonly DeviceRecord Pixel = new("d1", "main", "Pixel Ünï ✓", "#1f77b4", "Mozilla/5.0", DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123));

    [Fact]
    public async Task SaveDevice_AndReopened_ComesBackTheSame()
    {
        await (await TableAsync()).SaveDeviceAsync(Pixel, default);
        Assert.Equal([Pixel], await (await TableAsync()).LoadDevicesAsync(default));
    }

    [Fact]
    public async Task SaveDevice_ThatIsThere_ReplacesIt()
    {
        var table = await TableAsync();
        await table.SaveDeviceAsync(Pixel, default);
        var moved = Pixel with { Room = "lab", Label = "Other", Color = "red", Agent = null, SeenAt = Pixel.SeenAt.AddHours(1) };
        await table.SaveDeviceAsync(moved, default);
        Assert.Equal([moved], await table.LoadDevicesAsync(default));
    }

    [Fact]
    public async Task DeleteDevice_TakesThatOneOnly()
    {
        var table = await TableAsync();
        await table.SaveDeviceAsync(Pixel, default);
        await table.SaveDeviceAsync(Pixel with { Device = "d2" }, default);
        await table.DeleteDeviceAsync("d1", default);
        Assert.Equal("d2", Assert.Single(await table.LoadDevicesAsync(default)).Device);
    }

    [Fact]
    public async Task SaveRoom_Twice_IsOneRoom()
    {
        var table = await TableAsync();
        await table.SaveRoomAsync("lab", default);
        await table.SaveRoomAsync("lab", default);
        Assert.Equal(["lab"], await (await TableAsync()).LoadRoomsAsync(default));
    }

    [Theory]
    [InlineData(510)]
    [InlineData(511)]
    [InlineData(512)]
    public async Task AddDevice_AgentThatEndsInAnEmoji_ComesBackAsItWasTaken(int length)
    {
        using var rooms = new RoomRegistry(await TableAsync(), TimeProvider.System);

        var device = await rooms.AddDeviceAsync("main", new string('a', length) + "😀", default);

        Assert.Equal(device!.Agent, Assert.Single(await (await TableAsync()).LoadDevicesAsync(default)).Agent);
        Assert.Equal(length, device.Agent!.TrimEnd('\ud83d', '\ude00').Length);
    }

    private async Task<DeviceTable> TableAsync() => new(await OpenAsync(DeviceTable.Schema));
}
