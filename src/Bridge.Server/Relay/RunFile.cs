using System.Diagnostics;
using System.Text.Json;
using Bridge.Server.Storage;

namespace Bridge.Server.Relay;

/// <summary>
/// What a running relay leaves in the user's state folder so that commands of the same user find it, one file a relay, 0600.
/// It holds the local administrator's token: whoever can read it may command every device.
/// </summary>
/// <param name="ProcessId">The relay's process.</param>
/// <param name="Name">The relay's name.</param>
/// <param name="Console">The address of its console listener.</param>
/// <param name="Token">The administrator's token.</param>
/// <param name="Started">When it started, by this machine's clock; the newest wins.</param>
public sealed record RunFile(int ProcessId, string Name, string Console, string Token, DateTimeOffset Started)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The folder of run files in a state folder.</summary>
    public static string Folder(string stateFolder) => Path.Combine(stateFolder, "run");

    /// <summary>Writes this file so that no reader sees half of it, and no other user any of it.</summary>
    /// <returns>Its path, for <see cref="Remove"/>.</returns>
    public string Write(string? stateFolder = null)
    {
        var folder = Folder(stateFolder ?? RelayFolders.State);
        CreatePrivateFolder(folder);
        var path = Path.Combine(folder, $"{ProcessId}-{new Uri(Console).Port}.json");
        WholeFile.WritePrivate(path, JsonSerializer.Serialize(this, RunFileJson.Default.RunFile));
        return path;
    }

    /// <summary>Removes what <see cref="Write"/> wrote. A file that is gone already is fine.</summary>
    public static void Remove(string path) => File.Delete(path);

    /// <summary>The relays that run now, newest first. Files of processes that ended without removing theirs are deleted on the way.</summary>
    public static IReadOnlyList<RunFile> ReadAll(string? stateFolder = null)
    {
        var folder = Folder(stateFolder ?? RelayFolders.State);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var running = new List<RunFile>();
        foreach (var path in Directory.GetFiles(folder, "*.json"))
        {
            if (TryRead(path) is not { } file)
            {
                continue;
            }

            if (IsAlive(file.ProcessId))
            {
                running.Add(file);
            }
            else
            {
                Remove(path);
            }
        }

        return [.. running.OrderByDescending(file => file.Started)];
    }

    private static RunFile? TryRead(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, RunFileJson.Default.RunFile);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null; // another version's file, or removed meanwhile: not a relay we can talk to
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void CreatePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }
}
