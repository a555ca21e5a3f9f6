namespace Bridge.Server.Tests.LiveReload;

/// <summary>A folder of its own for one test.</summary>
internal sealed class SiteFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bridge-watch-").FullName;

    public string Full(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Full(name))!);
        File.WriteAllText(Full(name), text);
        return Full(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
