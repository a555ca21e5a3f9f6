namespace Bridge.Server.Security;

/// <summary>Where credentials outlive the relay.</summary>
internal interface ICredentialTable
{
    /// <summary>Every credential that has not expired at <paramref name="now"/>; forgets the others.</summary>
    Task<IReadOnlyList<DeviceCredential>> LoadAsync(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Adds a credential or changes its expiry.</summary>
    Task SaveAsync(DeviceCredential credential, CancellationToken cancellation);

    /// <summary>Forgets every credential of a device.</summary>
    Task DeleteAsync(string device, CancellationToken cancellation);
}
