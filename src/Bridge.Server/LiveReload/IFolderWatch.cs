namespace Bridge.Server.LiveReload;

/// <summary>Tells a <see cref="ChangeCoalescer"/> what happens in a folder, until it is disposed.</summary>
internal interface IFolderWatch : IDisposable
{
    /// <summary>How it watches, for the log.</summary>
    string Way { get; }
}
