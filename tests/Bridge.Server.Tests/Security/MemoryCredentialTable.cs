using Bridge.Server.Security;
using Bridge.Server.Storage;

namespace Bridge.Server.Tests.Security;

/// <summary>Credentials without a disk, for tests of what is decided above it.</summary>
internal sealed class MemoryCredentialTable : ICredentialTable
{
    public Dictionary<string, DeviceCredential> Rows { get; } = [];

    /// <summary>Whether nothing can be deleted now.</summary>
    public bool IsAway { get; set; }

    public Task<IReadOnlyList<DeviceCredential>> LoadAsync(DateTimeOffset now, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<DeviceCredential>>([.. Rows.Values.Where(row => row.ExpiresAt > now)]);

    public Task SaveAsync(DeviceCredential credential, CancellationToken cancellation)
    {
        Rows[credential.Hash] = credential;
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string device, CancellationToken cancellation)
    {
        if (IsAway)
        {
            return Task.FromException(new StorageException("The database is away."));
        }

        foreach (var row in Rows.Values.Where(row => row.Identity.Device == device).ToList())
        {
            Rows.Remove(row.Hash);
        }

        return Task.CompletedTask;
    }
}
