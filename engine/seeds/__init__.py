"""What a new installation begins with. Everything goes through commands, so seeding twice changes nothing."""
