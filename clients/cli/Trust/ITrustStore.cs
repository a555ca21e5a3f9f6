namespace Bridge.Cli.Trust;

/// <summary>A list of certificate authorities that browsers or programs of this machine trust.</summary>
internal interface ITrustStore
{
    /// <summary>Whose list it is and where, for a person.</summary>
    string Name { get; }

    /// <summary>Adds the authority; adding it twice is no error.</summary>
    /// <exception cref="CommandFailedException">It could not be added.</exception>
    Task InstallAsync(string pem, CancellationToken cancellation);

    /// <summary>Takes out what was added, in whatever number. True where there was anything.</summary>
    /// <exception cref="CommandFailedException">It could not be taken out.</exception>
    Task<bool> UninstallAsync(CancellationToken cancellation);
}
