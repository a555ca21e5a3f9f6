using System.Diagnostics;
using Bridge.Ports;
using Npgsql;

namespace Bridge.Server.Tests.Storage.Postgres;

/// <summary>
/// A PostgreSQL server of our own: Debian's package, a fresh cluster in a temporary folder, a free port, this machine only.
/// </summary>
public sealed partial class PostgresServer
{
    /// <summary>It wants one, so that tests can look for it where it must not be.</summary>
    public const string Password = "never-to-be-seen";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-pg-").FullName;
    private readonly int _port = ProcessPort.Choose();
    private int _databases;
    private int _killed;

    /// <summary>
    /// Whether it waits for the disk. Nothing here survives or has to survive a power cut, and a crash of processes loses nothing that the
    /// system has taken; only who measures asks for it. Without it a restart doesn't wait either until all is on a disk that others keep busy.
    /// </summary>
    public bool WaitsForTheDisk { get; init; }

    /// <summary>Until it is done, five minutes at most: pg_ctl's own minute is short for a machine that is busy with all else.</summary>
    private string[] Wait => ["-w", "-t", "300", "-D", $"{_folder}/data"];

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    private static string Programs => Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault() is { } version
        ? Path.Combine(version, "bin")
        : throw new InvalidOperationException("These tests need Debian's package postgresql.");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync($"{_folder}/password", Password);
        if (IsRoot)
        {
            // initdb and postgres refuse to run as root; the package's own user does it then.
            await RunAsync("chown", "-R", "postgres", _folder);
        }

        await RunAsPostgresAsync(
            "initdb", "-D", $"{_folder}/data", "-A", "scram-sha-256", $"--pwfile={_folder}/password", "-U", "bridge", "--no-sync", "-E", "UTF8", "--locale=C");
        await StartAsync();
    }

    public Task StartAsync()
    {
        // No socket in a folder: its path may be longer than one may be, and pg_ctl splits the options at spaces.
        var options = $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c fsync={(WaitsForTheDisk ? "on" : "off")}";
        return RunAsPostgresAsync("pg_ctl", ["start", .. Wait, "-l", $"{_folder}/log", "-o", options]);
    }

    /// <summary>Ends the server at once, as a crash would: connections are cut, and it recovers from its WAL when it starts.</summary>
    public Task CrashAsync() => RunAsPostgresAsync("pg_ctl", ["stop", .. Wait, "-m", "immediate"]);

    /// <summary>Ends the server as an administrator does: it ends its connections, with a word, and stops.</summary>
    public Task StopAsync() => RunAsPostgresAsync("pg_ctl", ["stop", .. Wait, "-m", "fast"]);

    /// <summary>Makes a new, empty database and gives its address.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"postgres://bridge:{Password}@127.0.0.1:{_port}/{name}";
    }

    /// <summary>
    /// kill -9 of the process that served a relay last, whatever it is at: the server then ends all the others, and recovers. False where it is at that
    /// still from the last time, or no relay has come back yet.
    /// </summary>
    public async Task<bool> TryKillBackendAsync()
    {
        try
        {
            await using var connection = await ConnectAsync();
            await using var command = new NpgsqlCommand(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'devicebridge' AND pid <> $1 ORDER BY state_change DESC LIMIT 1", connection)
            {
                Parameters = { new() { Value = _killed } },
            };
            if (await command.ExecuteScalarAsync() is not int process)
            {
                return false;
            }

            await RunAsync("kill", "-KILL", $"{process}");
            _killed = process;
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // It lets nobody in, or ends us with the others.
        }
    }

    public async Task DisposeAsync()
    {
        await CrashAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={_port};Username=bridge;Password={Password};Database=postgres;Pooling=false;Timeout=120;Command Timeout=300");
        await connection.OpenAsync();
        return connection;
    }

    private static Task RunAsPostgresAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs, program);
        return IsRoot ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Output to a file and not to a pipe: the server that pg_ctl leaves behind would keep a pipe open.
        var output = Path.GetTempFileName();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1", "sh", output, program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        var text = await File.ReadAllTextAsync(output);
        File.Delete(output);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {text}");
        }
    }
}
