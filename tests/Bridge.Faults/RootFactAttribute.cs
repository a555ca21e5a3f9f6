namespace Bridge.Faults;

/// <summary>A test that mounts a file system, which only root may.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux())
        {
            Skip = "Mounts a tmpfs: run as root on Linux.";
        }
    }
}
