namespace Bridge.E2E.Tests.Harness;

/// <summary>A relay that serves a copy of the feature page, and a phone that is paired and on it.</summary>
public abstract class PairedPhoneTest(Chromium chromium) : IAsyncLifetime
{
    private readonly string _site = Directory.CreateTempSubdirectory("bridge-site-").FullName;

    protected Chromium Chromium => chromium;

    private protected RelayProcess Relay { get; private set; } = null!;

    private protected RelayApi Api { get; private set; } = null!;

    private protected Phone Phone { get; private set; } = null!;

    /// <summary>The phone's device id.</summary>
    protected string Device { get; private set; } = "";

    /// <summary>The folder that is served.</summary>
    protected string Site => _site;

    protected virtual bool Sensors => false;

    public virtual async Task InitializeAsync()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Pages", "site")))
        {
            File.Copy(file, Path.Combine(_site, Path.GetFileName(file)));
        }

        try
        {
            Relay = await RelayProcess.ServeAsync(_site);
            Api = new RelayApi(Relay.Console);
            Phone = await Phone.NewAsync(chromium, Sensors);
            await Phone.PairAsync(Relay.PairUrl);
            Device = (await Api.DevicesAsync(1, "online"))[0].GetProperty("device").GetString()!;
        }
        catch
        {
            await DisposeAsync(); // xunit doesn't, for a test that has not begun.
            throw;
        }
    }

    public virtual async Task DisposeAsync()
    {
        if (Relay is not null)
        {
            await (Phone?.DisposeAsync() ?? default);
            Api.Dispose();
            await Relay.DisposeAsync();
        }

        Directory.Delete(_site, recursive: true);
    }
}
