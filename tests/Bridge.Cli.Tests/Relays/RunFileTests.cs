using System.Runtime.Versioning;
using Bridge.Server.Relay;

namespace Bridge.Cli.Tests.Relays;

public sealed class RunFileTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly string _state = Path.Combine(Path.GetTempPath(), $"bridge-state-{Guid.NewGuid():n}");

    [Fact]
    [UnsupportedOSPlatform("windows")] // where the profile folder's own permissions protect it
    public void Write_NewFile_IsForItsOwnerOnly()
    {
        var path = Mine(6001, Noon).Write(_state);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")] // where the profile folder's own permissions protect it
    public void Write_OverAFileThatOthersMayRead_EndsThat()
    {
        var path = Mine(6001, Noon).Write(_state);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherRead);
        File.WriteAllText(path + ".new", "left over");
        Mine(6001, Noon).Write(_state);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void ReadAll_SeveralRelays_NewestFirst()
    {
        Mine(6001, Noon).Write(_state);
        Mine(6003, Noon.AddMinutes(2)).Write(_state);
        Mine(6002, Noon.AddMinutes(1)).Write(_state);
        Assert.Equal(["http://127.0.0.1:6003", "http://127.0.0.1:6002", "http://127.0.0.1:6001"], RunFile.ReadAll(_state).Select(file => file.Console));
    }

    [Fact]
    public void ReadAll_RelayThatDied_IsForgotten()
    {
        var path = (Mine(6001, Noon) with { ProcessId = int.MaxValue }).Write(_state);
        Assert.Empty(RunFile.ReadAll(_state));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void ReadAll_UnreadableFile_IsLeftAloneAndSkipped()
    {
        var path = Mine(6001, Noon).Write(_state);
        File.WriteAllText(path, "{");
        Assert.Empty(RunFile.ReadAll(_state));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void ReadAll_NoFolder_IsNone() => Assert.Empty(RunFile.ReadAll(_state));

    public void Dispose()
    {
        if (Directory.Exists(_state))
        {
            Directory.Delete(_state, recursive: true);
        }
    }

    private static RunFile Mine(int port, DateTimeOffset started) =>
        new(Environment.ProcessId, "mine", $"http://127.0.0.1:{port}", "token", started);
}
