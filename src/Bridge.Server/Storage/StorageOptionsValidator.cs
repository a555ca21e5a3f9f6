using Microsoft.Extensions.Options;

namespace Bridge.Server.Storage;

/// <summary>Reports every fault of the options at once.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DataFolder))
        {
            faults.Add("Storage: the data folder is empty.");
        }

        if (options.Postgres is { } location && !Postgres.PostgresLocation.Is(location))
        {
            faults.Add("Storage: the database's address must begin with postgres:// or postgresql://."); // Not repeated here: it may hold a password.
        }

        Check(options.BusyTimeout, 0, 60_000, nameof(options.BusyTimeout));
        Check(options.WriteQueue, 1, 65_536, nameof(options.WriteQueue));
        Check(options.GroupSize, 1, 4_096, nameof(options.GroupSize));
        Check(options.Readers, 1, 64, nameof(options.Readers));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(int value, int least, int most, string option)
        {
            if (value < least || value > most)
            {
                faults.Add($"Storage: {option} is {value}; it must be {least} to {most}.");
            }
        }
    }
}
