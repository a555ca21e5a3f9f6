using Microsoft.Data.Sqlite;

namespace Bridge.Server.Storage;

/// <summary>Creates the database's file in the data folder, readable by its owner only, and opens connections to it.</summary>
internal sealed class DatabaseFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    static DatabaseFile() => SQLitePCL.Batteries_V2.Init();

    public DatabaseFile(StorageOptions options)
    {
        Folder = DataFolder.Open(options.DataFolder).Path;
        Path = System.IO.Path.Combine(Folder, "bridge.db");
        BusyTimeout = options.BusyTimeout;
    }

    public string Folder { get; }

    public string Path { get; }

    private int BusyTimeout { get; }

    /// <summary>Makes the file (0600) where it isn't there. SQLite gives its -wal and -shm the file's mode.</summary>
    /// <exception cref="StorageException">It can't be made.</exception>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            using var file = new FileStream(Path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = OwnerOnly,
            });
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data folder {Folder} can't be used: {e.Message}", e);
        }
    }

    /// <summary>
    /// The connection of the writer. auto_vacuum must come before the first table. FULL syncs the WAL at every commit,
    /// which is what an acknowledgement promises; fullfsync makes the same true of disks on macOS.
    /// </summary>
    public SqliteConnection OpenWriter() => Open(SqliteOpenMode.ReadWriteCreate,
        "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; "
        + "PRAGMA checkpoint_fullfsync = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; "
        + "PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864");

    /// <summary>A connection that can't write.</summary>
    public SqliteConnection OpenReader() => Open(SqliteOpenMode.ReadWrite, "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2048");

    private SqliteConnection Open(SqliteOpenMode mode, string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, BusyTimeout);
            using var command = connection.CreateCommand();
            command.CommandText = pragmas; // Constants above.
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StorageException($"The database {Path} can't be opened: {e.Message}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
