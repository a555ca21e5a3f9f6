using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

public sealed class OpenWritersTests : IDisposable
{
    private readonly SiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void None_ClosedFile_IsSureOnLinux()
    {
        var path = _folder.Write("a.css", "a{}");
        Assert.Equal(OperatingSystem.IsLinux(), OpenWriters.None(path));
        Assert.Equal(OperatingSystem.IsLinux(), OpenWriters.None(path));
    }

    [Fact]
    public void None_FileThatIsBeingWritten_IsNotSure()
    {
        var path = _folder.Write("a.css", "a{}");
        using (File.Open(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.False(OpenWriters.None(path));
        }

        Assert.Equal(OperatingSystem.IsLinux(), OpenWriters.None(path));
    }

    [Fact]
    public void None_EmptyOrMissing_IsNotSure()
    {
        Assert.False(OpenWriters.None(_folder.Write("a.css", "")));
        Assert.False(OpenWriters.None(_folder.Full("none.css")));
    }
}
