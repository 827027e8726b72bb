# A file that is no profile at all.
# expect --profile=profile.json: UNDETERMINED profile-malformed profile-unusable
profiled_bag
echo '{"BagIt-Profile-Info": ' >profile.json
